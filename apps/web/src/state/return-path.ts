/** Where to go after the login: a path of this console; whatever else the URL names is ignored. */
export function readReturnPath(search: Readonly<Record<string, unknown>>): { readonly to?: string } {
  const { to } = search;
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {};
}
