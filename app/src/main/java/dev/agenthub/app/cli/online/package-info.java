/** Commands that call a running backend, as a signed-in member or to join. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.online;
