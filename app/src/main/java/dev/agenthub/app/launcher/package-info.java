/** Starts AgentHub: the root command, the window and the backend inside it. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.launcher;
