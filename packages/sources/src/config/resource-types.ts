/** Names of AWS Config for the resource types that an inventory knows, by the name it has there. */
export const inventoryTypes: ReadonlyMap<string, string> = new Map([
  ['AWS::CloudTrail::Trail', 'aws.cloudtrail'],
  ['AWS::EC2::RouteTable', 'aws.route-table'],
  ['AWS::EC2::SecurityGroup', 'aws.security-group'],
  ['AWS::EC2::Subnet', 'aws.subnet'],
  ['AWS::EC2::VPC', 'aws.vpc'],
  ['AWS::EC2::VPCEndpoint', 'aws.vpc-endpoint'],
  ['AWS::ECR::Repository', 'aws.ecr'],
  ['AWS::ECS::Cluster', 'aws.ecs'],
  ['AWS::ECS::Service', 'aws.ecs-service'],
  ['AWS::ECS::TaskDefinition', 'aws.ecs-task-definition'],
  ['AWS::IAM::Policy', 'aws.iam-policy'],
  ['AWS::IAM::Role', 'aws.iam-role'],
  ['AWS::S3::Bucket', 'aws.s3'],
]);
