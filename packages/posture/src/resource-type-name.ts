/** `ec2` and `aws.ec2` are the same type; the name with the provider is the one used everywhere. */
export function resourceTypeName(name: string): string {
  return name.includes('.') ? name : `aws.${name}`;
}
