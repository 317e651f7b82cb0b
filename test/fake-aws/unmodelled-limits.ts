/** Limits that the service has and its model does not tell. */

/**
 * Bytes of the items of one request. Seen in the wild as the message below, in dev-sec/cis-dil-benchmark issue 121;
 * that the bytes of the JSON are what counts is a guess.
 */
export const REQUEST_BYTES = 800 * 1024;
export const REQUEST_BYTES_MESSAGE = 'Compliance item can have up to 800 KB in total.';

/** Custom compliance types of one node (User Guide, sysman-compliance-about). */
export const COMPLIANCE_TYPES_PER_NODE = 10;

/** Custom inventory types of one account (User Guide, sysman-inventory-custom). */
export const INVENTORY_TYPES_PER_ACCOUNT = 20;

/** The only type of resource that compliance is kept for (User Guide, sysman-compliance-about). */
export const RESOURCE_TYPE = 'ManagedInstance';

/** `Custom` and the name after it begin with a capital letter (User Guide, sysman-inventory-custom). */
export const CUSTOM_INVENTORY_TYPE = /^Custom:[A-Z]/;

/** Minutes by which a request's clock may differ from the service's (Signature Version 4). */
export const SKEW_MINUTES = 5;

/** Members of one page where the request does not say; the model allows no more. */
export const PAGE_SIZE = 50;
