declare module 'virtual:routes' {
  /** Of every route what a call needs; the types come from `@breakwater/api`. */
  const table: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        readonly path: string;
        readonly response: { readonly kind: 'json' | 'stream' | 'empty' };
      }
    >
  >;
  export default table;
}
