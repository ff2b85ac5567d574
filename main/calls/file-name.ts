/** A name of ours as the name of a file. */
export const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '-');
