/** Version of the program, as `breakwater --version` prints it. */
export const version = '0.1.0';
