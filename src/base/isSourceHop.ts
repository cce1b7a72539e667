// Tells a hop at which a message came into the graph from those within. Knows no trace.

/** Whether the message came in at a source here: no connection brought it, and no window made it of others. */
export function isSourceHop(hop: {
  readonly connection: number;
  readonly parents?: readonly number[];
}): boolean {
  return hop.connection < 0 && !hop.parents;
}
