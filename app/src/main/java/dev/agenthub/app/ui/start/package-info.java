/** The start screen: where a person works, on their own or in a team. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.start;
