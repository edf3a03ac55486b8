package dev.agenthub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SentencesTest {
    private static final Sentences SENTENCES = new Sentences(Map.of("Door", """
            class Door {
                private static final String SHUT = "The door is shut";

                void open(String key) {
                    throw unusable("The key " + key + " is bent.", null);
                }

                private static Failure unusable(String sentence, Exception cause) {
                    return new Failure("A", sentence, cause);
                }

                private String why(boolean late) {
                    if (late) {
                        return "";
                    }
                    return "It is " + (late ? "late" : "early") + " by day.";
                }
            }
            """), Map.of("Door.door.lost", "The key of {0} is lost."));

    @Test
    void joinsLiterals() {
        assertThat(Sentences.literals(" \"Port \" + port + \" is in \"\n + \"use.\", cause);"))
                .isEqualTo("Port … is in use.");
        assertThat(Sentences.literals(" \"Say \\\"so\\\" (once)\" + f(\"x\", 1));")).isEqualTo("Say \"so\" (once)…");
        assertThat(Sentences.literals(" name + \" is not\" + (one ? \"a\" : \"b\"));")).isEqualTo("… is not…");
        assertThat(Sentences.literals(" none ? \"None.\" : \"Too many.\");")).isEqualTo("None.");
        assertThat(Sentences.literals(" words.of(1));")).isEmpty();
    }

    @Test
    void followsTextsConstantsMethodsAndParameters() {
        assertThat(SENTENCES.of("Door", " MESSAGES.text(\"door.lost\", name), e);")).isEqualTo("The key of … is lost.");
        assertThat(SENTENCES.of("Door", " SHUT);")).isEqualTo("The door is shut");
        assertThat(SENTENCES.of("Door", " sentence, cause);")).isEqualTo("The key … is bent.");
        assertThat(SENTENCES.of("Door", " why(true));")).isEqualTo("It is … by day.");
        assertThat(SENTENCES.of("Gate", " Door.why(true));")).isEqualTo("It is … by day.");
        assertThat(SENTENCES.of("Gate", " words.of(1));")).isEmpty();
    }
}
