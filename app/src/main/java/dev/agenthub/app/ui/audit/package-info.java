/** The audit log as the backend tells it: newest first, byte for byte, and out of the house as an export. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.audit;
