import { createContext, useContext } from 'react';

/** Inside a table the row is the one stop of the Tab key; arrow keys reach the values. */
export const InTableContext = createContext(false);

export function useInTable(): boolean {
  return useContext(InTableContext);
}
