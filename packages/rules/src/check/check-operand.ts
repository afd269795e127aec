import type { Operand, TransformerOperand } from '../condition/ast.ts';
import { CheckProblem } from './check-problem.ts';
import { type FieldTable, findField } from './field-table.ts';
import { describeType } from './operator-table.ts';
import type { TypedOperand, TypedTransformer } from './typed.ts';

/** Gives an operand its type. Throws CheckProblem. */
export function checkOperand(operand: Operand, table: FieldTable): TypedOperand {
  switch (operand.kind) {
    case 'field': {
      const found = findField(table, operand.name, operand.argument);
      if ('message' in found) throw new CheckProblem(found.message, operand.at, found.isUnknown);
      const { field, argument } = found;
      const isElement = argument !== undefined && field.argument === 'optional-index';
      return {
        kind: 'field',
        reference: found,
        type: field.type,
        isList: field.isList === true && !isElement,
      };
    }
    case 'constant':
      if (operand.isNumber)
        return { kind: 'constant', type: 'int64', isList: false, value: Number(operand.text) };
      return { kind: 'constant', type: 'string', isList: false, value: operand.text };
    case 'list': {
      const operands = operand.operands.map((one) => checkOperand(one, table));
      const type = operands[0]?.type ?? 'string';
      const odd = operands.findIndex((one) => one.type !== type || one.isList);
      if (odd !== -1)
        throw new CheckProblem(
          'the elements of a list must be of one type',
          operand.operands[odd]?.at ?? operand.at,
        );
      return { kind: 'list', operands, type, isList: true };
    }
    case 'transformer':
      return checkTransformer(operand, table);
  }
}

const isText = (operand: TypedOperand | undefined): boolean =>
  operand?.type === 'string' || operand?.type === 'path';

function checkTransformer(operand: TransformerOperand, table: FieldTable): TypedTransformer {
  const { name, at, argument } = operand;
  const operands = operand.operands.map((one) => checkOperand(one, table));
  for (const [index, one] of operands.entries()) {
    if (one.kind !== 'field' || one.reference.field.noTransformer !== true) continue;
    const message = `the field "${one.reference.field.name}" does not admit transformers`;
    throw new CheckProblem(message, operand.operands[index]?.at ?? at);
  }
  if (argument !== undefined && name !== 'getopt')
    throw new CheckProblem(`${name}() takes no argument in brackets`, at);
  const [first, second] = operands;
  const expect = (count: number) => {
    if (operands.length !== count)
      throw new CheckProblem(`${name}() takes ${count} operand(s), not ${operands.length}`, at);
  };
  const refuse = (one: TypedOperand | undefined, wanted: string): never => {
    const got = one === undefined ? 'nothing' : describeType(one.type, one.isList);
    throw new CheckProblem(`${name}() takes ${wanted}, not ${got}`, at);
  };
  const result = (type: TypedTransformer['type'], isList: boolean): TypedTransformer => ({
    kind: 'transformer',
    name,
    operands,
    type,
    isList,
    ...(argument === undefined ? {} : { argument }),
  });
  switch (name) {
    case 'tolower':
    case 'toupper':
    case 'basename':
      expect(1);
      if (first === undefined || !isText(first)) return refuse(first, 'a text');
      return result(first.type, first.isList);
    case 'b64':
      expect(1);
      if (first === undefined || (!isText(first) && first.type !== 'bytes'))
        return refuse(first, 'a text or bytes');
      return result(first.type, first.isList);
    case 'len':
      expect(1);
      if (first === undefined || (!first.isList && !isText(first) && first.type !== 'bytes')) {
        return refuse(first, 'a text, bytes or a list');
      }
      return result('uint64', false);
    case 'join':
      expect(2);
      if (!isText(first) || first?.isList !== false) return refuse(first, 'a text as separator');
      if (!isText(second) || second?.isList !== true) return refuse(second, 'a list of texts');
      return result('string', false);
    case 'concat': {
      if (operands.length < 2) throw new CheckProblem('concat() takes at least two operands', at);
      const odd = operands.find((one) => !isText(one) || one.isList);
      return odd === undefined ? result('string', false) : refuse(odd, 'texts');
    }
    case 'getopt':
      expect(2);
      if (!isText(first) || first?.isList !== true) return refuse(first, 'a list of texts');
      if (second?.kind !== 'constant' || !isText(second)) return refuse(second, 'a quoted text of options');
      return result('string', argument === undefined);
  }
}
