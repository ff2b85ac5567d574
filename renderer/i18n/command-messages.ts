/** The words of commands, which are the contract's, as messages: `command.ID`. */
export const commandMessages = <W extends Record<string, string>>(
  words: W,
): { [id in keyof W & string as `command.${id}`]: W[id] } =>
  Object.fromEntries(Object.entries(words).map(([id, word]) => [`command.${id}`, word])) as {
    [id in keyof W & string as `command.${id}`]: W[id];
  };
