import type { TypedOperand } from '../check/typed.ts';
import type { Extract } from './pass.ts';
import { compileTransformer } from './transform.ts';

export type { Extract };

/** `compilePart` compiles what the operand is made of: by default the same way, else so that parts are shared. */
export function compileOperand(
  operand: TypedOperand,
  compilePart: (part: TypedOperand) => Extract = (part) => compileOperand(part),
): Extract {
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
      const elements = operand.operands.map(compilePart);
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
      return compileTransformer(operand, operand.operands.map(compilePart));
  }
}
