// A mark of host objects that operators use up within a call. Operators in JavaScript and Python never drop handles, so that the oldest
// objects of such kinds may be forgotten. Knows none of them.

export abstract class ShortLived {}
