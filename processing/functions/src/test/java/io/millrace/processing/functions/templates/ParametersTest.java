package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.documents.GivenDocument;
import io.vertx.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {Type: String, AllowedValues: [dev, prod]}                  | prod     | "prod"
            {Type: String, AllowedPattern: "[a-z]+", MinLength: 2}      | ab       | "ab"
            {Type: Number, MinValue: 1, MaxValue: 10}                   | 2.5      | "2.5"
            {Type: Number, AllowedValues: [1, 2]}                       | 2        | "2"
            {Type: List<Number>}                                        | 1, 2     | ["1","2"]
            {Type: CommaDelimitedList, AllowedValues: [a, b]}           | a,b      | ["a","b"]
            {Type: AWS::EC2::VPC::Id}                                   | vpc-1    | "vpc-1"
            {Type: List<AWS::EC2::Subnet::Id>}                          | s-1,s-2  | ["s-1","s-2"]
            {Type: AWS::SSM::Parameter::Value<String>, Default: /a/b}   | value    | "value"
            {Type: AWS::SSM::Parameter::Value<List<String>>}            | a,b      | ["a","b"]
            {Type: String, Default: other}                              | given    | "given"
            """)
    void takesWhatIsGiven(String declaration, String given, String expected) {
        GivenDocument document = declaring(declaration).with("P", given);

        assertThat(Json.encode(read(document).get("P"))).isEqualTo(expected);
        assertThat(document.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {Type: String, AllowedValues: [dev, prod]}            | test  | P is 'test', none of dev, prod. Give another one with --parameter-overrides.
            {Type: String, AllowedPattern: "[a-z]+"}              | A1    | P is 'A1', which does not match [a-z]+. Give another one with --parameter-overrides.
            {Type: String, AllowedPattern: x, ConstraintDescription: only x.} | y | P is 'y', which does not match x. It says: only x.
            {Type: String, MinLength: 3}                          | ab    | P is 'ab', less than 3 characters. Give another one with --parameter-overrides.
            {Type: String, MaxLength: 1, NoEcho: true}            | ab    | P is ****, more than 1 characters. Give another one with --parameter-overrides.
            {Type: Number, MaxValue: 10}                          | 11    | P is '11', more than 10. Give another one with --parameter-overrides.
            {Type: Number, MinValue: 1}                           | 0.5   | P is '0.5', less than 1. Give another one with --parameter-overrides.
            {Type: Number}                                        | many  | P is 'many', not a number. Give another one with --parameter-overrides.
            {Type: List<Number>}                                  | 1,b   | P is '1,b', not a number. Give another one with --parameter-overrides.
            """)
    void refusesWhatMayNotBeGiven(String declaration, String given, String expected) {
        GivenDocument document = declaring(declaration).with("P", given);

        read(document);

        assertThat(document.problems()).containsExactly("1:17 Parameters.P: " + expected);
    }

    @Test
    void aDefaultIsCheckedLikeWhatIsGiven() {
        GivenDocument document = declaring("{Type: Strin, Default: a}");

        read(document);

        assertThat(document.problems())
                .containsExactly("1:24 Parameters.P.Type: there is no type Strin. Write String.");
    }

    private static Parameters read(GivenDocument document) {
        return new Parameters(document, document.document().getJsonObject("Parameters"));
    }

    private static GivenDocument declaring(String declaration) {
        return new GivenDocument("Parameters: {P: " + declaration + "}\nResources: {}\n");
    }
}
