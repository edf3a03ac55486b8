/** Commands without a backend: verify, prove, reconcile, canonicalize, hash and keys. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.offline;
