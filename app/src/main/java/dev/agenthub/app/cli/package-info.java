/** What every command of {@code agenthub} shares: the terminal, what it reads and writes, passphrases, and how a command fails. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli;
