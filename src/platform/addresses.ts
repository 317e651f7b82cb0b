import { BlockList, isIPv4, isIPv6 } from 'node:net';

const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
  ['::1', 128, 'ipv6'],
];

/** Whether a host is an address and no name. Node compiles its pattern for IPv6 when it first needs it: no name does. */
export function isAddress(host: string): boolean {
  return isIPv4(host) || (host.includes(':') && isIPv6(host));
}

/** Whether an address is of a network of one's own: that of a VPC endpoint, for the name of a service. */
export function isPrivateAddress(address: string): boolean {
  const list = new BlockList();
  for (const [net, prefix, family] of PRIVATE) list.addSubnet(net, prefix, family);
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
