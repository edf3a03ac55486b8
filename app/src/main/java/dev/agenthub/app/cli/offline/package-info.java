/** Commands that need no backend: verify, prove, reconcile, canonicalize, hash, and the keys of this device. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.offline;
