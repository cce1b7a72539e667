// How a host function returns the error case of a WIT `result`: jco's glue takes `payload` of what is thrown as the
// error value; anything else thrown traps the guest.

/** `payload` is the error value in the shape jco lowers. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
  readonly payload: unknown;

  constructor(payload: unknown) {
    super('the host refused');
    this.payload = payload;
  }
}
