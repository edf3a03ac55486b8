/** The offline commands of {@code agenthub}: verify, canonicalize and hash. No JavaFX, no network, no backend. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli;
