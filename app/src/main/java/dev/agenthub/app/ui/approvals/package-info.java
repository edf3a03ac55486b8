/** The inbox and the request a person decides. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals;
