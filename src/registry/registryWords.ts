// How the program in use calls what a person can do about a failure. Knows no program.

export interface RegistryWords {
  /** How to log in: `log in with "docker login ghcr.io"`. */
  login(host: string): string;
  /** How to name a certificate authority: `name its authority with --ca FILE`. */
  readonly certificate: string;
  /** How to allow plain HTTP: `allow it with --insecure`. */
  readonly insecure: string;
  /** How to allow that tags are overwritten: `push with --overwrite`. */
  readonly overwrite: string;
  /** How to choose another tag or name for the graph: `name others with --tag and --name`. */
  readonly rename: string;
}
