import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Moto, motoAccount, motoCredentials, startMoto, whyNoMoto } from '../test-support/index.ts';
import { connectionFor } from './connection.ts';
import { ecrPassword } from './ecr-password.ts';
import { InventoryError } from './failure.ts';

const { signal } = new AbortController();
const registry = { account: motoAccount, region: 'eu-west-1' };

describe.skipIf(whyNoMoto() !== undefined)(`the password of ECR ${whyNoMoto() ?? ''}`, () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto?.stop());

  test('is given to who may pull', async () => {
    const connection = await connectionFor({
      region: 'eu-west-1',
      endpoint: moto.endpoint,
      credentials: motoCredentials,
    });
    expect(await ecrPassword(connection, registry, signal)).toEqual({
      username: 'AWS',
      password: expect.stringMatching(/./),
    });
    connection.close();
  });

  test('is asked of the account that a role leads to', async () => {
    const roleArn = 'arn:aws:iam::210987654321:role/pull';
    const connection = await connectionFor({
      region: 'eu-west-1',
      endpoint: moto.endpoint,
      credentials: motoCredentials,
      roleArn,
    });
    expect(connection.account).toBe('210987654321');
    expect((await ecrPassword(connection, registry, signal)).username).toBe('AWS');
    connection.close();
  });

  test('that cannot be had is told as a refusal of AWS', async () => {
    const connection = await connectionFor({
      region: 'eu-west-1',
      endpoint: moto.endpoint,
      credentials: motoCredentials,
    });
    connection.close();
    await moto.stop();
    const refusal = ecrPassword(connection, registry, signal);
    await expect(refusal).rejects.toThrow(InventoryError);
    await expect(refusal).rejects.toThrow('ecr:GetAuthorizationToken');
  });
});
