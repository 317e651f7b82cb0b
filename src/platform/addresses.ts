import { BlockList, isIP } from 'node:net';

const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['::1', 128, 'ipv6'],
];

/** Whether an address is of a network of one's own: that of a VPC endpoint, for the name of a service. */
export function isPrivateAddress(address: string): boolean {
  const list = new BlockList();
  for (const [net, prefix, family] of PRIVATE) list.addSubnet(net, prefix, family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
