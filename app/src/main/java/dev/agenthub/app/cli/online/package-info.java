/** Commands of a signed-in member or of a newcomer, which talk to a running backend. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.cli.online;
