/** What differs between two payloads, by their JSON structure. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.changes;
