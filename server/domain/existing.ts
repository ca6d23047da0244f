/** An answer that was there already: nothing was created, so HTTP says 200 instead of 201. */
export class Existing<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}
