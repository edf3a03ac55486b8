package dev.agenthub.server.sandbox;

import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.secret.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The sample organization's agent: an ordinary API client with the backend's address and its own key. */
public final class SampleAgent {
    private static final MediaType JSON = MediaType.get("application/json");

    private final JsonMapper mapper = new JsonMapper();
    private final OkHttpClient client = new OkHttpClient();
    private final HttpUrl requests;
    private final SecretBytes key;

    SampleAgent(URI backend, SecretBytes key) {
        this.requests = Objects.requireNonNull(HttpUrl.get(backend)).newBuilder().addPathSegments("v1/requests")
                .build();
        this.key = key;
    }

    /** Submits its actions and returns their statuses; repeating it creates no further requests. */
    public List<RequestStatus> submit() throws IOException {
        List<RequestStatus> answers = new ArrayList<>();
        for (SubmitRequest action : SampleContent.actions()) {
            answers.add(submit(action));
        }
        return answers;
    }

    /** Submits one action and returns its status. */
    public RequestStatus submit(SubmitRequest action) throws IOException {
        Request request = new Request.Builder().url(requests).header("Authorization", "Bearer " + key.text())
                .post(RequestBody.create(mapper.writeValueAsBytes(action), JSON)).build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("The backend answered " + response.code() + " to " + action.tool());
            }
            return mapper.readValue(response.body().bytes(), RequestStatus.class);
        } catch (JacksonException e) {
            throw new IOException("The backend's answer can't be read", e);
        }
    }
}
