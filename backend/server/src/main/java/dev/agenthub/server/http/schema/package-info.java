/** JSON Schemas (draft 2020-12) of the API's records and of the documents that go through it. */
@NullMarked
package dev.agenthub.server.http.schema;

import org.jspecify.annotations.NullMarked;
