// A reason why something is refused: a code, the place it concerns, and the values of its sentence.

export class Reason {
  constructor(code, place = "", values = {}) {
    this.code = code;
    this.place = place;
    this.values = values;
  }
}

/** Nothing further can be checked, for this one reason. */
export class Refusal extends Error {
  constructor(code, place = "", values = {}) {
    super(code);
    this.reason = new Reason(code, place, values);
  }
}
