package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionNamesTest {

    @ParameterizedTest
    @CsvSource({
        "quake-alerts, quake-alerts",
        "QuakeAlerts, quake-alerts",
        "LambdaMSKConsumerJavaFunction, lambda-msk-consumer-java-function",
        "Quake_Alerts2, quake-alerts2",
        "quakes:live, quakes",
        "123456789012:function:Quakes, quakes",
        "arn:aws:lambda:eu-west-1:123456789012:function:Quakes, quakes",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:quakes:$LATEST, quakes",
        "a--b, a--b",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABCDEFGHIJKLMNO,"
                + " abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghi",
    })
    void namesOfLambdaBecomeNamesOfDeployments(String reference, String name) {
        assertThat(FunctionNames.of(reference)).isEqualTo(name);
    }
}
