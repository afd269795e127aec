import type { Event, FieldValue } from '@breakwater/model';
import type { TypedOperand } from '../check/typed.ts';
import { compileTransformer } from './transform.ts';

/** Reads a value from an event; undefined when it has none. */
export type Extract = (event: Event) => FieldValue | undefined;

export function compileOperand(operand: TypedOperand): Extract {
  switch (operand.kind) {
    case 'field': {
      const { field, argument } = operand.reference;
      return argument === undefined ? field.extract : (event) => field.extract(event, argument);
    }
    case 'constant': {
      const { value } = operand;
      return () => value;
    }
    case 'list': {
      const elements = operand.operands.map(compileOperand);
      return (event) => {
        const values: string[] = [];
        for (const element of elements) {
          const value = element(event);
          if (value === undefined) return undefined;
          values.push(String(value));
        }
        return values;
      };
    }
    case 'transformer':
      return compileTransformer(operand, operand.operands.map(compileOperand));
  }
}
