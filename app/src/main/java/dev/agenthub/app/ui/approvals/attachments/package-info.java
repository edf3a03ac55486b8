/** The files that go out with a request: fetched, compared with the payload, and shown as text, as a picture or by their first bytes. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.attachments;
