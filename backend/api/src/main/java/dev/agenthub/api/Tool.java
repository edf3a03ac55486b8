package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool that the calling agent can ask to use.
 *
 * @param name by which the agent asks for it
 * @param title the title of its requests; {@code {name}} stands for an argument
 * @param risk how much harm it can do
 * @param schema what arguments it takes, as JSON Schema (2020-12); where it gives a default, that is filled in
 * @param attachments how its calls carry files; null where it sends none
 */
public record Tool(String name, String title, Risk risk, Map<String, @Nullable Object> schema,
        @Nullable SentAttachments attachments) {

    public Tool {
        name = Check.text("name", name, 200);
        title = Check.present("title", title);
        risk = Check.present("risk", risk);
        schema = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("schema", schema)));
    }
}
