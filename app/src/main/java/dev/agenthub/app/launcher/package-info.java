/** Starts AgentHub: the root command, the desktop's window, and the embedded, served and remote backends. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.launcher;
