import { checkKeys, each, type FilterType } from '../filter.ts';
import { isList, isObject, type Json, type JsonObject, listOf, property } from '../json.ts';
import { operatorOf } from '../operators.ts';
import { compileKey } from '../resource-key.ts';
import { compileValue, valueKeys } from './value.ts';

/** A resource type that others refer to, and the places in each type where the reference stands. */
interface Relation {
  readonly filter: string;
  readonly type: string;
  /** Attribute of the related resource that holds its id. */
  readonly id: string;
  readonly paths: Readonly<Record<string, string>>;
}

const relations: readonly Relation[] = [
  {
    filter: 'security-group',
    type: 'aws.security-group',
    id: 'GroupId',
    paths: {
      'aws.ec2': 'NetworkInterfaces[].Groups[].GroupId',
      'aws.eni': 'Groups[].GroupId',
      'aws.rds': 'VpcSecurityGroups[].VpcSecurityGroupId',
      'aws.rds-cluster': 'VpcSecurityGroups[].VpcSecurityGroupId',
      'aws.lambda': 'VpcConfig.SecurityGroupIds[]',
      'aws.app-elb': 'SecurityGroups[]',
      'aws.elb': 'SecurityGroups[]',
      'aws.eks': 'resourcesVpcConfig.securityGroupIds[]',
      'aws.ecs-service':
        '(deployments[].networkConfiguration.awsvpcConfiguration.securityGroups[] || networkConfiguration.awsvpcConfiguration.securityGroups[])',
      'aws.vpc-endpoint': 'Groups[].GroupId',
    },
  },
  {
    filter: 'subnet',
    type: 'aws.subnet',
    id: 'SubnetId',
    paths: {
      'aws.ec2': 'NetworkInterfaces[].SubnetId',
      'aws.eni': 'SubnetId',
      'aws.rds': 'DBSubnetGroup.Subnets[].SubnetIdentifier',
      'aws.lambda': 'VpcConfig.SubnetIds[]',
      'aws.app-elb': 'AvailabilityZones[].SubnetId',
      'aws.elb': 'Subnets[]',
      'aws.eks': 'resourcesVpcConfig.subnetIds[]',
      'aws.ecs-service':
        '(deployments[].networkConfiguration.awsvpcConfiguration.subnets[] || networkConfiguration.awsvpcConfiguration.subnets[])',
      'aws.ecs-task': "attachments[].details[?name=='subnetId'].value[]",
      'aws.vpc-endpoint': 'SubnetIds[]',
      'aws.route-table': 'Associations[].SubnetId',
    },
  },
  {
    filter: 'vpc',
    type: 'aws.vpc',
    id: 'VpcId',
    paths: {
      'aws.ec2': 'VpcId',
      'aws.eni': 'VpcId',
      'aws.subnet': 'VpcId',
      'aws.security-group': 'VpcId',
      'aws.route-table': 'VpcId',
      'aws.vpc-endpoint': 'VpcId',
      'aws.rds': 'DBSubnetGroup.VpcId',
      'aws.lambda': 'VpcConfig.VpcId',
      'aws.app-elb': 'VpcId',
      'aws.elb': 'VPCId',
      'aws.eks': 'resourcesVpcConfig.vpcId',
    },
  },
];

/** Filters on what a resource refers to: `security-group`, `subnet`, `vpc`. */
export const relatedResourceFilters: readonly FilterType[] = relations.map(relationFilter);

function relationFilter(relation: Relation): FilterType {
  return {
    name: relation.filter,
    resourceTypes: Object.keys(relation.paths),
    compile: (filter, context) => {
      checkKeys(filter, [...valueKeys, 'operator', 'match-resource', 'igw', 'nat'], context);
      const idsOf = compileIds(relation.paths[context.resourceType] ?? '@');
      if (filter.value_type === 'resource_count') return countFilter(filter, idsOf, context);
      const { operator = 'or', 'match-resource': matchesResource = false, igw, nat, ...rest } = filter;
      if (operator !== 'and' && operator !== 'or')
        throw context.source.error(filter, 'operator must be and or or');
      const isRouted = igw !== undefined || nat !== undefined;
      const key = typeof rest.key === 'string' ? rest.key : undefined;
      const own = matchesResource === true && key !== undefined ? compileKey(key) : undefined;
      const matches =
        key === undefined && isRouted
          ? () => true
          : own === undefined
            ? compileValue(rest, context)
            : undefined;
      return each((resource, evaluation) => {
        const ids = idsOf(resource);
        const related = evaluation.related(relation.type);
        const test = matches ?? compileValue({ ...rest, value: own?.(resource) ?? null }, context);
        const verdicts = ids.map((id) => {
          const other = related.find((one) => property(one, relation.id) === id) ?? null;
          const isMatch = test(other ?? {}, evaluation);
          if (!isMatch || !isRouted) return other === null ? rest.value === 'absent' : isMatch;
          return other !== null && hasRoutes(other, evaluation.related('aws.route-table'), igw, nat);
        });
        return operator === 'and' ? !verdicts.includes(false) : verdicts.includes(true);
      });
    },
  };
}

type IdsOf = (resource: JsonObject) => readonly Json[];

function compileIds(path: string): IdsOf {
  const read = compileKey(path);
  return (resource) => [...new Set(listOf(read(resource)).flatMap((one) => (isList(one) ? one : [one])))];
}

function countFilter(
  filter: JsonObject,
  idsOf: IdsOf,
  context: Parameters<FilterType['compile']>[1],
): ReturnType<FilterType['compile']> {
  const { op, value } = filter;
  const operator = typeof op === 'string' ? operatorOf(op) : undefined;
  if (operator === undefined || typeof value !== 'number') {
    throw context.source.error(filter, 'value_type resource_count needs "op" and a number');
  }
  return each((resource) => operator(idsOf(resource).length, value));
}

/** Whether the routes of a subnet lead to an internet gateway or a NAT gateway: its own table, else the VPC's main one. */
function hasRoutes(
  subnet: JsonObject,
  tables: readonly JsonObject[],
  igw: Json | undefined,
  nat: Json | undefined,
): boolean {
  const own = tables.find((table) =>
    listOf(table.Associations).some((one) => property(one, 'SubnetId') === subnet.SubnetId),
  );
  const main = tables.find(
    (table) =>
      table.VpcId === subnet.VpcId &&
      listOf(table.Associations).some((one) => property(one, 'Main') === true),
  );
  const routes = listOf((own ?? main)?.Routes).filter((route) => isObject(route));
  const leadsTo = (attribute: string, prefix: string): boolean =>
    routes.some((route) => String(route[attribute] ?? '').startsWith(prefix));
  if (igw !== undefined && leadsTo('GatewayId', 'igw-') !== (igw === true)) return false;
  return nat === undefined || leadsTo('NatGatewayId', 'nat-') === (nat === true);
}
