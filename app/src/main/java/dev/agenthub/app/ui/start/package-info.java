/** The start screen: the choice of a backend on this device or of a team. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.start;
