/**
 * Functions as they were declared for Lambda, brought into definitions of this platform: SAM and CloudFormation templates, and the
 * JSON of CreateEventSourceMapping.
 *
 * <p>{@link io.millrace.processing.functions.templates.Templates} is the entry. A template's values go through the {@link
 * io.millrace.processing.functions.templates.Evaluator}, which knows CloudFormation's functions, parameters, mappings and
 * conditions; only what is used is evaluated, so that nobody is asked for the subnets of a network that is not there. {@link
 * io.millrace.processing.functions.templates.FunctionResource} and {@link
 * io.millrace.processing.functions.templates.EventSource} then name the settings as they are named here.
 *
 * <p>What is wrong is a problem and refuses the submission. What cannot apply here (roles, networks, other resources) is a
 * warning, and a function that cannot run here is left out with one: the others are not held up by it.
 */
package io.millrace.processing.functions.templates;
