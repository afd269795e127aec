/** What the screen of rule files does with the file that is open: the value of `view` in the URL. */
export type FileView =
  | { readonly kind: 'text' }
  | { readonly kind: 'versions' }
  | { readonly kind: 'clone'; readonly rule: string };

export function readFileView(view: string | undefined): FileView {
  if (view === 'versions') return { kind: 'versions' };
  if (view?.startsWith('clone:')) return { kind: 'clone', rule: view.slice('clone:'.length) };
  return { kind: 'text' };
}

export function cloneView(rule: string): string {
  return `clone:${rule}`;
}
