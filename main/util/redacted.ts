/** A text without what tells whose computer it is: home folders, of the person and of others. */
export function redacted(text: string, home: string): string {
  const own = home === '' || home === '/' ? text : text.replaceAll(home, '~');
  return own.replace(/((?:\/Users|\/home|[A-Z]:\\Users)[\\/])(?!linuxbrew\b|Shared\b)[^\\/\s:'")]+/g, '$1…');
}
