/** Shared parts of all {@code agenthub} commands: terminal, input and output, passphrases, and failures with exit codes. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli;
