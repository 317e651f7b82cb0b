/** What kind of node has such an id; the pattern is that of the service's model. ECS tasks are no managed nodes. */
export type NodeKind = 'ec2' | 'hybrid' | 'ecs' | 'unknown';

export function kindOfId(id: string): NodeKind {
  if (/^i-(?:\w{8}|\w{17})$/.test(id)) return 'ec2';
  if (/^mi-\w{17}$/.test(id)) return 'hybrid';
  return id.startsWith('ecs:') ? 'ecs' : 'unknown';
}

/** `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`: it becomes part of a host name. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/.test(text);
}
