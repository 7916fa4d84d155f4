// Texts compared as a reader would: width, case, spaces, marks and legal forms make no other party; mixed alphabets are no name at all.

/** What a word is made of, and what it is not, in any script. */
export const WORD = "[\\p{L}\\p{N}_]";
export const NO_WORDS = /[^\p{L}\p{N}]+/gu;
const BLANKS = /[\s\u001c-\u001f\u0085]+/g;

const FORMS_ZH = ["股份有限公司", "有限责任公司", "有限公司", "集团公司", "集团", "公司"];
const FORMS = [
  "corporation", "incorporated", "limited", "company", "group", "holdings",
  "gmbh", "corp", "inc", "ltd", "llc", "plc", "ag", "sa", "bv", "co",
];
const FORM = new RegExp(`(?:\\s(?:${FORMS.join("|")})|(?:${FORMS_ZH.join("|")}))\\s*$`, "u");
/** Latin letters; and letters of other alphabets that can be taken for them (Greek ones that cannot, such as μ, are left out). */
const LATIN = /[A-Za-z\u00c0-\u024f]/;
const LIKE = new RegExp(
  "[\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7" +
    "\u03f2\u03f3\u0400-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\ua640-\ua69f]",
);

/** Without case, letter by letter (Unicode's full case folding, for which ECMAScript has no name). */
export function folded(text) {
  return Array.from(text, (letter) => (letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase())).join("");
}

/** Single blanks between words, none around them. */
export const unspaced = (text) => text.replace(BLANKS, " ").replace(/^ | $/g, "");

export const isBlank = (text) => text.replace(BLANKS, "") === "";

export const codePoints = (text) => [...text].length;

const PART_OF_NAME = /[0-9A-Za-z_]/;

/** Whether the words hold the name, and not as part of a longer one: "F12: …" does not mention F1. */
export function mentions(words, name) {
  for (let at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
    const around = [words[at - 1], words[at + name.length]];
    if (!around.some((letter) => letter !== undefined && PART_OF_NAME.test(letter))) return true;
  }
  return false;
}

/** The name without spelling and legal forms at its end: `ACME Group Ltd.` and `Acme` are one party. */
export function partyCore(name) {
  let plain = ` ${unspaced(folded(name.normalize("NFKC")).replace(NO_WORDS, " "))}`;
  for (;;) {
    const shorter = plain.replace(FORM, "");
    if (shorter === plain || shorter === "") return plain.replaceAll(" ", "");
    plain = shorter;
  }
}

/** Whether a word holds Latin letters beside look-alikes of another alphabet (Unicode Technical Standard 39, section 5.1). */
export function mixedScripts(text) {
  const words = text.match(new RegExp(`${WORD}+`, "gu")) ?? [];
  return words.some((word) => LATIN.test(word) && LIKE.test(word));
}

/** The text as a piece of a regular expression. */
export const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
