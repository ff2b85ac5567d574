/** What a peer sent was not Gearman; the connection cannot go on. */
export class ProtocolError extends Error {
  readonly code = 'protocol';
}
