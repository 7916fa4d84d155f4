// Days and stamps of one fixed spelling in UTC; they sort as text.

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const STAMP = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/;
const MS_PER_DAY = 86_400_000;

/** Whether the text is a day of the calendar, from the year 1 on. */
export function isDay(text) {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

export function isStamp(text) {
  const found = STAMP.exec(text);
  return found !== null && isDay(found[1]) && Number(found[2]) < 24 && Number(found[3]) < 60 && Number(found[4]) < 60;
}

/** Days since 1970 of the day that the text begins with. */
export function dayNumber(text) {
  return Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / MS_PER_DAY;
}

export const yearOf = (text) => Number(text.slice(0, 4));

/** Days from one stamp to another, with their fractions. */
export const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;

export const minText = (one, other) => (one < other ? one : other);
export const maxText = (one, other) => (one > other ? one : other);
