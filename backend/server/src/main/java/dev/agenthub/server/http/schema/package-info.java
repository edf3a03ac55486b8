/** Builds JSON Schemas (draft 2020-12) of the API's records, and serves those of the documents that it carries. */
@NullMarked
package dev.agenthub.server.http.schema;

import org.jspecify.annotations.NullMarked;
